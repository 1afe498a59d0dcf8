//go:build !linux && !darwin

package columnar

// checkRoom refuses what this machine cannot address.
func checkRoom(size int64) error {
	if size != int64(int(size)) {
		return errTooLarge
	}
	return nil
}
