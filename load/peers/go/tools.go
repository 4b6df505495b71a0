//go:build tools

// Package peers names the programs that are built here, so that go.mod and go.sum lock all that they are made of.
package peers

import _ "github.com/centrifugal/centrifugo/v5"
