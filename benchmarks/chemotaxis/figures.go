package main

func (r *Results) draw(string) error { return nil }
