/**
 * Stand-in for VS Code's native logger, which npm would have to compile: the same interface, appending to the same
 * files, so that output channels show their lines. Each name is exported by its own assignment because VS Code imports
 * this as an ES module and Node finds the names of a CommonJS module only in that form.
 */
const fs = require("node:fs");
const path = require("node:path");

const LEVELS = ["trace", "debug", "info", "warn", "error", "critical"];

class Logger {
  constructor(file) {
    this.file = file;
    this.level = LEVELS.indexOf("info");
    this.stamped = true;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.appendFileSync(file, "");
  }

  getLevel() {
    return this.level;
  }

  setLevel(level) {
    this.level = level;
  }

  setPattern() {
    this.stamped = true;
  }

  clearFormatters() {
    this.stamped = false;
  }

  flush() {}

  drop() {}

  append(level, message) {
    if (LEVELS.indexOf(level) < this.level) return;
    const time = new Date().toISOString().replace("T", " ").slice(0, 23);
    try {
      fs.appendFileSync(this.file, this.stamped ? `${time} [${level}] ${message}\n` : message);
    } catch {
      // At the server's end the folder goes before the last lines.
    }
  }
}
for (const level of LEVELS) {
  Logger.prototype[level] = function (message) {
    this.append(level, message);
  };
}

exports.version = 1150;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = class extends Logger {
  constructor(_type, _name, file) {
    super(file);
  }
};
exports.createRotatingLogger = async (_name, file) => new Logger(file);
exports.createAsyncRotatingLogger = async (_name, file) => new Logger(file);
