package store

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"prodfirst/internal/kv"
)

// maxChunk is the number of bytes of a file in one value; encoded they take a third more.
const maxChunk = 512 << 10

// PutQuestionnaire keeps the content of a questionnaire file, with LF for CRLF, under its digest.
// It does nothing if that is kept already.
func (s *Store) PutQuestionnaire(ctx context.Context, data []byte) error {
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	sum := digest(data)
	if err := s.putChunks(ctx, sum, data); err != nil {
		return fmt.Errorf("questionnaire %q: %w", sum, err)
	}
	return nil
}

func (s *Store) putQuestionnaires(ctx context.Context, files [][]byte) error {
	for _, data := range files {
		if err := s.PutQuestionnaire(ctx, data); err != nil {
			return err
		}
	}
	return nil
}

// putChunks writes the first chunk last: while it is not there, the file is not. Each has a commit
// of its own, because an etcd request takes hardly more than one.
func (s *Store) putChunks(ctx context.Context, sum string, data []byte) error {
	if _, err := s.writable(ctx); err != nil {
		return err
	}
	if _, err := s.get(ctx, chunkKey(sum, 0)); !errors.Is(err, kv.ErrNotFound) {
		return err
	}
	count := max(1, (len(data)+maxChunk-1)/maxChunk)
	for n := count - 1; n >= 0; n-- {
		record := chunkRecord{versioned: versioned{schema}, Data: data[n*maxChunk : min(len(data), (n+1)*maxChunk)]}
		if n == 0 {
			record.Chunks = count
		}
		value, err := json.Marshal(record)
		if err != nil {
			return err
		}
		err = s.put(ctx, chunkKey(sum, n), func(kv.Entry) ([]byte, error) { return value, nil })
		if err != nil {
			return err
		}
	}
	return nil
}

// Questionnaire returns the file with that digest ("sha256:" and 64 hex digits), or ErrNotFound.
func (s *Store) Questionnaire(ctx context.Context, digest string) ([]byte, error) {
	data, err := s.chunks(ctx, digest)
	if err != nil {
		return nil, fmt.Errorf("questionnaire %q: %w", digest, err)
	}
	return data, nil
}

func (s *Store) chunks(ctx context.Context, sum string) ([]byte, error) {
	digits, ok := strings.CutPrefix(sum, digestPrefix)
	if _, err := hex.DecodeString(digits); err != nil || !ok || len(digits) != 64 {
		return nil, ErrNotFound
	}
	entries, err := s.scan(ctx, chunksPrefix(sum))
	if err != nil {
		return nil, err
	}
	if len(entries) == 0 || entries[0].Key != chunkKey(sum, 0) {
		return nil, ErrNotFound
	}
	var data []byte
	count := 1
	for n, entry := range entries {
		chunk, err := decode[chunkRecord](entry)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			count = chunk.Chunks
		}
		if n < count {
			data = append(data, chunk.Data...)
		}
	}
	if digest(data) != sum {
		return nil, damaged(chunkKey(sum, 0), "not the file of that digest")
	}
	return data, nil
}
