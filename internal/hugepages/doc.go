// Package hugepages asks the operating system for large pages under large
// arrays: rows of synapses lie anywhere in them, and with small pages nearly
// every row costs a walk through the page tables.
package hugepages

// least is the size of an array [bytes] from which large pages are asked for:
// several of 2 MiB.
const least = 8 << 20
