"""What HTTP lists, exports and analytics read: tables that the projector fills from the log, never the log itself."""
