package gpu

import "errors"

// ErrUnavailable says what to do where the GPU backend was not built.
var ErrUnavailable = errors.New("this program was built without the GPU backend: install gcc and libegl-dev, then build with CGO_ENABLED=1 go build -tags egl (make build does)")

// Best lets New choose the device: the first real GPU, else software.
const Best = -1

// Config says on which device a brain runs, and how.
type Config struct {
	Device  int  // index of the EGL device, or Best
	Debug   bool // check more: a GL debug context
	Profile bool // time every kernel

	// BlockSize lowers the device's limit on one storage block [bytes], so
	// that tests can split small brains into shards; 0 leaves it.
	BlockSize int64
}
