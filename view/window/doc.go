// Package window shows a running brain in a window: the worm in its dish and
// close up, rasters, rates and weights. A [Player] runs the brain, again after
// every reset; [Show] draws its frames and turns keys and buttons into wishes.
//
// The window needs cgo, GLFW and the build tag glfw; the player needs none of
// them.
package window
