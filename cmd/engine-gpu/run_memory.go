package main

// memorySubject is this run, for what it takes of memory.
func (s *session) memorySubject() memorySubject {
	return memorySubject{backend: *s.o.backend, threads: int(*s.o.threads), backends: 1}
}
