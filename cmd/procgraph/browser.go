package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
)

// openBrowser shows the address in the user's browser where there is a
// display. A browser that does not start is no failure: the address was printed.
func openBrowser(address string) {
	name, args := browserCommand(runtime.GOOS, os.Getenv, address)
	if name == "" {
		return
	}
	cmd := exec.Command(name, args...)
	if err := cmd.Start(); err == nil {
		go cmd.Wait() //nolint:errcheck // only so that it does not stay as a zombie
	}
}

// browserCommand is what opens an address on a system; "" where there is no display.
func browserCommand(system string, getenv func(string) string, address string) (name string, args []string) {
	switch system {
	case "darwin":
		return "open", []string{address}
	case "windows":
		return "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	if getenv("DISPLAY") == "" && getenv("WAYLAND_DISPLAY") == "" {
		return "", nil
	}
	return "xdg-open", []string{address}
}

// noBrowserFlag keeps serve and demo from opening a browser.
type noBrowserFlag struct {
	NoBrowser bool `help:"Do not open a browser."`
}

// announce prints the page's address, and opens it where that makes sense: a
// page behind a token is left to the user, for the address would show the token
// to everybody on this computer.
func (a *app) announce(address string, token string, noBrowser bool) error {
	if _, err := fmt.Fprintln(a.out, address); err != nil {
		return fmt.Errorf("writing the address: %w", err)
	}
	if token != "" {
		a.say("open it once as %s?token=TOKEN with your token", address)
	} else if !noBrowser {
		openBrowser(address)
	}
	a.say("press Ctrl-C to stop")
	return nil
}
