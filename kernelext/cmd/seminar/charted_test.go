package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"seminar/charts"
	"seminar/kernelext"
	"seminar/kernelext/timeline"
)

// chartedNotebook writes a notebook whose cells have charts as their stored outputs, as if
// somebody had run and saved it; the second output scrolls. Its name is in its cells: what
// Jupyter trusts is a content, wherever it lies.
func chartedNotebook(t *testing.T, path string, all []*charts.Chart) {
	t.Helper()
	var cells []map[string]any
	for i, c := range all {
		bundle := c.SimpleRender()
		if bundle["image/svg+xml"] == nil {
			t.Fatalf("chart %d is not drawn: %s", i, bundle["text/plain"])
		}
		cells = append(cells, map[string]any{
			"cell_type": "code", "id": fmt.Sprint("c", i), "metadata": map[string]any{"scrolled": i == 1}, "source": fmt.Sprintf("%s%d", strings.TrimSuffix(filepath.Base(path), ".ipynb"), i), "execution_count": i + 1,
			"outputs": []any{map[string]any{"output_type": "execute_result", "execution_count": i + 1, "metadata": map[string]any{}, "data": bundle}},
		})
	}
	text, err := json.Marshal(map[string]any{"cells": cells, "nbformat": 4, "nbformat_minor": 5,
		"metadata": map[string]any{"kernelspec": map[string]any{"name": "gophernotes", "display_name": "Go", "language": "go"}}})
	if err == nil {
		err = os.WriteFile(path, text, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// galleryCharts are the examples of all kinds.
func galleryCharts() (all []*charts.Chart) {
	for _, e := range charts.Gallery() {
		all = append(all, e.Make())
	}
	return all
}

// attacks are texts that would call hit() if they were taken for markup, a style or a
// program anywhere on their way: 20 of them once for each of the ways in which
// they can try to leave the place in which they stand.
func attacks() (all []string) {
	for _, way := range []string{"", `">`, `'>`, "</text></svg>"} {
		for _, text := range []string{
			`<script>hit()</script>`,
			`</script><script>hit()</script>`,
			`<img src=x onerror=hit()>`,
			`<svg onload=hit()>`,
			`<svg><script>hit()</script></svg>`,
			`<svg><animate onbegin=hit() attributeName=x dur=1s>`,
			`<svg><a xlink:href="javascript:hit()"><text y="20">x</text></a></svg>`,
			`<iframe srcdoc="<script>parent.hit()</script>"></iframe>`,
			`<iframe src="javascript:parent.hit()"></iframe>`,
			`<object data="javascript:hit()"></object>`,
			`<details open ontoggle=hit()>`,
			`<video><source onerror=hit()></video>`,
			`<input autofocus onfocus=hit()>`,
			`<style>@import 'javascript:hit()';</style><body onpageshow=hit()>`,
			`<math><mtext><table><mglyph><style><img src=x onerror=hit()>`,
			` onmouseover=hit() onfocus=hit() tabindex=0 autofocus style=animation-name:x onanimationstart=hit() `,
			`<foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload=hit()></foreignObject>`,
			`{{constructor.constructor('hit()')()}}`,
			`${hit()} __f__function(){hit()}__f__ {a|{b}} %(hit())s \u003cimg src=x onerror=hit()\u003e`,
			"<!--\n--><img src=x\nonerror=hit()>\u2028&lt;img src=x onerror=hit()&gt; ]]><![CDATA[ @ink url(javascript:hit())",
		} {
			all = append(all, way+text)
		}
	}
	return all
}

// attackedCharts have attacks wherever a reader's words go, in every kind.
func attackedCharts() (all []*charts.Chart) {
	for texts := range slices.Chunk(attacks(), 20) {
		table := attackedTable(texts)
		sweep := &kernelext.Scaling{Table: table, Cores: 2, Notes: texts}
		events, names := attackedLoop(texts)
		log := kernelext.NewLoopLog(len(texts), time.Second, events, names)
		for i := range texts {
			sweep.Workers = append(sweep.Workers, i+1)
		}
		all = append(all,
			charts.Bars(table), charts.Bars(table).Title(texts[0]).Caption(texts[1]), charts.Distribution(table), charts.BeforeAfter(table),
			charts.Scaling(sweep), charts.Timeline(attackedTimeline(texts)), charts.EventLoop(log))
	}
	return all
}

func attackedTable(texts []string) *kernelext.Table {
	table := &kernelext.Table{Rounds: 2, Bound: kernelext.CPUBound, CPUs: 2, Notes: texts[:2]}
	for i, text := range texts {
		d := time.Duration(100-i) * time.Millisecond
		table.Rows = append(table.Rows, kernelext.Row{Name: text, Runs: []time.Duration{d, d + time.Millisecond}, Time: d, Low: d, High: d + time.Millisecond,
			Published: 50 * d, Predicted: 2, Ratio: kernelext.Ratio{Value: 1.1, Low: 1.05, High: 1.2, Runs: 2}, Notes: []string{text}})
	}
	return table
}

func attackedTimeline(texts []string) *timeline.Timeline {
	tl := &timeline.Timeline{Elapsed: time.Second, Traced: time.Second, Notes: texts[:2], Processors: [][]timeline.Turn{{{End: time.Second}}}}
	for _, text := range texts {
		tl.Lanes = append(tl.Lanes, timeline.Lane{
			Name:    text,
			Spans:   []timeline.Span{{End: time.Second / 2, State: timeline.Running}, {Start: time.Second / 2, End: time.Second, Processor: -1, Why: text, At: text}},
			Regions: []timeline.Region{{Name: text + " ", End: time.Second}},
		})
	}
	return tl
}

// attackedLoop resumes each task once, and has it await.
func attackedLoop(texts []string) (events []kernelext.LoopEvent, names map[int]string) {
	names = map[int]string{}
	for i, text := range texts {
		names[i] = text
		at := time.Duration(i) * time.Millisecond
		events = append(events, kernelext.LoopEvent{Time: at, Task: i, Kind: kernelext.LoopResumed}, kernelext.LoopEvent{Time: at, Task: i, Kind: kernelext.LoopAwaits})
	}
	return events, names
}

// The attacks are as many as they are meant to be, and none is like another.
func TestAttacks(t *testing.T) {
	all := attacks()
	if n := len(slices.Compact(slices.Sorted(slices.Values(all)))); n != len(all) || n < 50 {
		t.Errorf("of %d attacks %d differ", len(all), n)
	}
	for _, text := range all {
		if !strings.Contains(text, "hit()") {
			t.Errorf("%q would not be noticed", text)
		}
	}
}

// trust has Jupyter sign a notebook in the given data folder.
func trust(t *testing.T, s *site, data, path string) {
	t.Helper()
	cmd := s.command(t.Context(), "jupyter-trust", path)
	cmd.Env = append(cmd.Env, "JUPYTER_DATA_DIR="+data)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("jupyter trust %s: %v\n%s", filepath.Base(path), err, out)
	}
}
