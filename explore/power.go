package explore

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"nimcert/clients"
)

// The files of a measurement.
const (
	PowerJSON     = "explore-power.json"
	PowerMarkdown = "explore-power.md"
)

// Subject is a broken client whose fault the explorer is to find by itself.
type Subject struct {
	Name, Breaks string
	New          func() clients.Factory
}

// Power is the share of the known broken clients that exploration alone finds.
type Power struct {
	Schedules int      `json:"schedules"` // for each client at most
	Clients   int      `json:"clients"`
	Found     int      `json:"found"`
	Share     float64  `json:"share"`
	Median    int      `json:"median"` // schedules, of those that were found
	Each      []Sought `json:"each"`
}

// Sought is the result for one client.
type Sought struct {
	Name   string `json:"name"`
	Breaks string `json:"breaks"`
	Number int    `json:"number"` // number of the schedule that found it, from 1; 0: none did
	Key    string `json:"key,omitempty"`
	Broke  string `json:"broke,omitempty"`
}

// Measure explores each client until something is found. x gives the seed, the number of schedules and the domains.
func Measure(ctx context.Context, x Explorer, list []Subject, jobs int, progress func(done int, s Sought)) Power {
	out := Power{Schedules: x.Schedules, Clients: len(list), Each: make([]Sought, len(list))}
	var (
		mu      sync.Mutex
		done    int
		workers sync.WaitGroup
		next    = make(chan int)
	)
	for range max(1, jobs) {
		workers.Go(func() {
			for i := range next {
				one := x
				one.Client = list[i].New()
				s := one.seek(ctx)
				s.Name, s.Breaks = list[i].Name, list[i].Breaks
				mu.Lock()
				out.Each[i] = s
				done++
				if progress != nil {
					progress(done, s)
				}
				mu.Unlock()
			}
		})
	}
	for i := range list {
		if ctx.Err() == nil {
			next <- i
		}
	}
	close(next)
	workers.Wait()
	var numbers []int
	for _, s := range out.Each {
		if s.Number > 0 {
			numbers = append(numbers, s.Number)
		}
	}
	if out.Found = len(numbers); out.Found > 0 {
		slices.Sort(numbers)
		out.Share = float64(out.Found) / float64(out.Clients)
		out.Median = numbers[len(numbers)/2]
	}
	return out
}

// seek plays schedules in the order of their numbers until one finds something.
func (x Explorer) seek(ctx context.Context) (out Sought) {
	var islands [Islands]*island
	for n := range x.Schedules {
		i := n % Islands
		if islands[i] == nil {
			islands[i] = x.newIsland(i)
		}
		failures, broke := islands[i].play(ctx, n)
		switch {
		case ctx.Err() != nil:
			return out
		case broke != nil:
			if out.Broke = broke.Why; islands[i].inARow == brokenInARow {
				return out
			}
		case len(failures) > 0:
			out.Number, out.Key = n+1, failures[0].Key
			return out
		}
	}
	return out
}

// WriteText writes the result, and the clients that no schedule found.
func (p Power) WriteText(w io.Writer) {
	fmt.Fprintf(w, "%d of %d broken clients (%.0f %%) are found by exploration alone within %d schedules; the "+
		"median is schedule %d.\n",
		p.Found, p.Clients, 100*p.Share, p.Schedules, p.Median)
	for _, s := range p.Each {
		if s.Number == 0 && s.Name != "" {
			fmt.Fprintf(w, "  – %s (%s) is not found\n", s.Name, s.Breaks)
		}
	}
}

// Write writes JSON and Markdown into a folder, which it makes.
func (p Power) Write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("--out %s cannot be made: %w", dir, err)
	}
	data, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the measurement: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, PowerJSON), append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("write the measurement: %w", err)
	}
	f, err := os.Create(filepath.Join(dir, PowerMarkdown))
	if err != nil {
		return fmt.Errorf("write the measurement: %w", err)
	}
	defer f.Close()
	fmt.Fprintf(f, "# What exploration alone finds\n\n%d of %d broken clients (%.0f %%) within %d schedules each; "+
		"median: schedule %d.\n\n",
		p.Found, p.Clients, 100*p.Share, p.Schedules, p.Median)
	fmt.Fprintln(f, "| broken client | requirement | schedule | found by |\n|---|---|---|---|")
	for _, s := range p.Each {
		number := "–"
		if s.Number > 0 {
			number = fmt.Sprint(s.Number)
		}
		fmt.Fprintf(f, "| %s | %s | %s | %s |\n", s.Name, s.Breaks, number, s.Key)
	}
	return nil
}
