package timeline

// RecordWithin is Record with another limit, in bytes.
func RecordWithin(limit int, f func()) *Timeline { return record(f, limit) }
