package memkv_test

import (
	"testing"

	"prodfirst/internal/kv"
	"prodfirst/internal/kv/kvtest"
	"prodfirst/internal/kv/memkv"
)

func TestMemoryKeepsTheContract(t *testing.T) {
	kvtest.Run(t, func(*testing.T) kv.DB { return memkv.New() })
}
