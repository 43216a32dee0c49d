package verdict

import (
	"fmt"
	"strconv"
	"strings"

	"nimcert/internal/words"
)

// Shard is one part of work that several processes share: part Index of Of, counted from 1. The zero value is the whole
// work, in one process.
type Shard struct {
	Index int `json:"index"`
	Of    int `json:"of"`
}

// ParseShard reads I/N.
func ParseShard(s string) (Shard, error) {
	index, of, ok := strings.Cut(s, "/")
	i, err1 := strconv.Atoi(index)
	n, err2 := strconv.Atoi(of)
	if !ok || err1 != nil || err2 != nil || i < 1 || i > n || (Shard{i, n}).String() != s {
		return Shard{}, fmt.Errorf("%q is no shard: give I/N, the first of three is 1/3", s)
	}
	return Shard{i, n}, nil
}

func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Index, s.Of) }

// Sharded reports whether the work is shared at all.
func (s Shard) Sharded() bool { return s.Of > 0 }

// ShardOf returns a shard's part of a list: a block without gaps, so that the parts joined in order are the list again.
// The parts differ by one element at most. More shards than elements are an error: an empty part would prove nothing
// and look like a success.
func ShardOf[T any](s Shard, list []T) ([]T, error) {
	if !s.Sharded() {
		return list, nil
	}
	if s.Of > len(list) {
		return nil, fmt.Errorf("%d shards cannot share %s: use %d at most", s.Of, words.Count(len(list), "case"),
			len(list))
	}
	return list[len(list)*(s.Index-1)/s.Of : len(list)*s.Index/s.Of], nil
}
