package clock

import "time"

// Turn sets the calendar of the client's device forward by so much, or back. Session time goes on, and the service's
// calendar stays as it is.
func (c *Clock) Turn(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.turned += by
}

// Turned is by how much the device's calendar was turned.
func (c *Clock) Turned() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.turned
}
