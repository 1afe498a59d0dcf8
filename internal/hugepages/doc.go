// Package hugepages asks the operating system for large pages under large
// arrays: rows of synapses lie anywhere in them, and with small pages nearly
// every row costs a walk through the page tables.
package hugepages
