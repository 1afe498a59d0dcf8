//go:build !unix

package record

// replaceDraft writes the draft anew: an open file cannot be replaced everywhere.
func (w *workFile) replaceDraft(text []byte) error {
	if err := w.file.Truncate(0); err != nil {
		return err
	}
	_, err := w.file.WriteAt(text, 0)
	return err
}

// freeSpace is not known.
func freeSpace(string) (bytes int64, known bool) { return 0, false }
