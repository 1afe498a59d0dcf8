//go:build linux && cgo && egl

package glc

/*
#include "debug.h"
*/
import "C"

import (
	"errors"
	"fmt"
	"runtime/cgo"
	"strings"
	"sync"

	"github.com/go-gl/gl/v4.3-core/gl"

	"github.com/engine-gpu/engine-gpu/gpu/egl"
)

// Message is one message of the driver's debug output.
type Message struct {
	Error    bool
	Severity string // high, medium, low or notification
	Text     string
}

// keep is how many messages wait to be fetched; a driver may repeat one for
// every call.
const keep = 256

// messages collects a debug context's messages.
type messages struct {
	handle  cgo.Handle
	mu      sync.Mutex // a driver may call from threads of its own
	list    []Message
	dropped int
}

// listen starts collecting the current context's messages.
func listen() *messages {
	m := &messages{}
	m.handle = cgo.NewHandle(m)
	gl.Enable(gl.DEBUG_OUTPUT)
	gl.Enable(gl.DEBUG_OUTPUT_SYNCHRONOUS)
	// Messages of low severity are off unless asked for.
	gl.DebugMessageControl(gl.DONT_CARE, gl.DONT_CARE, gl.DONT_CARE, 0, nil, true)
	C.glcListen(egl.ProcAddr("glDebugMessageCallback"), C.uintptr_t(m.handle))
	return m
}

// close stops collecting.
func (m *messages) close() {
	C.glcListen(egl.ProcAddr("glDebugMessageCallback"), 0)
	m.handle.Delete()
}

//export glcDebugMessage
func glcDebugMessage(listener C.uintptr_t, _, kind, id, severity C.uint, length C.int, text *C.char) {
	m, ok := cgo.Handle(listener).Value().(*messages)
	if !ok {
		return
	}
	m.add(Message{
		Error:    kind == gl.DEBUG_TYPE_ERROR,
		Severity: severityName(uint32(severity)),
		Text:     fmt.Sprintf("%s (%d)", strings.TrimSpace(C.GoStringN(text, length)), uint32(id)),
	})
}

func severityName(severity uint32) string {
	switch severity {
	case gl.DEBUG_SEVERITY_HIGH:
		return "high"
	case gl.DEBUG_SEVERITY_MEDIUM:
		return "medium"
	case gl.DEBUG_SEVERITY_LOW:
		return "low"
	}
	return "notification"
}

func (m *messages) add(message Message) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.list) >= keep && !message.Error {
		m.dropped++
		return
	}
	m.list = append(m.list, message)
}

// take returns the messages that are errors and forgets them.
func (m *messages) take() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var errs []error
	rest := m.list[:0]
	for _, message := range m.list {
		if message.Error {
			errs = append(errs, errors.New("GL: "+message.Text))
		} else {
			rest = append(rest, message)
		}
	}
	m.list = rest
	return errors.Join(errs...)
}

// Messages returns what the driver said in a debug context beside errors, such
// as advice on speed, and forgets it.
func (d *Device) Messages() []Message {
	if d.debug == nil {
		return nil
	}
	d.debug.mu.Lock()
	defer d.debug.mu.Unlock()
	list := d.debug.list
	d.debug.list = nil
	if d.debug.dropped > 0 {
		list = append(list, Message{Severity: "notification", Text: fmt.Sprintf("%d more messages were dropped", d.debug.dropped)})
		d.debug.dropped = 0
	}
	return list
}

// label gives an object a name in debug messages.
func (d *Device) label(kind, id uint32, name string) {
	if d.debug != nil && name != "" {
		gl.ObjectLabel(kind, id, -1, gl.Str(name+"\x00"))
	}
}
