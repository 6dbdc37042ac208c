"""Days in minutes: a commune's Loa on a board in virtual time, what is planned there, and an ear at its card."""
