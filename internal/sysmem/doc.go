// Package sysmem tells how much memory this machine has and this process has
// needed, as far as the system says.
package sysmem
