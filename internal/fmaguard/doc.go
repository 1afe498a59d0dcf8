// Package fmaguard holds one test: that no compiler fuses a product into a sum
// in the packages that decide the bits of a run. Go allows x*y + z to be
// rounded once instead of twice where the processor can, as arm64 does always
// and amd64 from GOAMD64=v3 on; float64(x*y) + z forbids it. A product that
// lacks its conversion gives other spikes on other machines, and no test of
// spikes on one machine can see it.
package fmaguard
