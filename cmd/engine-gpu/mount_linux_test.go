package main

import "syscall"

// mountTmpfs mounts a file system in memory and returns what unmounts it.
func mountTmpfs(dir, size string) (unmount func(), err error) {
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		return nil, err
	}
	return func() {
		syscall.Unmount(dir, syscall.MNT_DETACH)
	}, nil
}

// makeReadOnly lets nobody write to a file system that mountTmpfs mounted.
func makeReadOnly(dir string) error {
	return syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, "")
}
