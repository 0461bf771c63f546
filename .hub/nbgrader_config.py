"""What the assignment list of every user of the hub reads. The teacher's course folder has
a configuration of its own."""

c = get_config()
c.CourseDirectory.course_id = "concurrency"
c.Exchange.root = "/srv/nbgrader/exchange"
