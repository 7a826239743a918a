/** Stand-in for VS Code's native watchdog, which ends an extension host whose server is gone: the harness does that. */
exports.start = () => {};
exports.exit = (code) => process.exit(code ?? 0);
