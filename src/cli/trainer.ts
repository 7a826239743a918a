/** `autodidact trainer …`: the libraries that training needs, in an environment of our own. */
import { dirname } from "node:path";
import process from "node:process";
import type { Command } from "commander";
import { UserError } from "../core/errors.ts";
import { cacheFolder } from "../node/setup/cacheFolder.ts";
import { findPython } from "../node/setup/interpreter.ts";
import { openTrainer } from "../node/training/pythonTrainer.ts";
import { ensureTrainer, findTrainer, removeTrainer, trainerFolder } from "../node/training/trainerVenv.ts";
import { optionsOf, print, printJson, say } from "./terminal.ts";

/** Adds the command. `trainerPath`: the Python package; `signal` aborts when the person cancels. */
export function addTrainerCommand(program: Command, trainerPath: string, signal: AbortSignal): void {
  const trainer = program.command("trainer").description("the libraries that training needs");
  const home = { cacheDir: cacheFolder(), program: trainerPath, env: process.env };

  trainer
    .command("install")
    .description("install them, or repair what is there")
    .option("--repair", "make the environment anew")
    .action(async (_options, command: Command) => {
      const { json, python: setting, workspace, repair = false } = optionsOf<{ repair?: boolean }>(command);
      const { path } = await findPython({ setting, workspace }, signal);
      const python = await ensureTrainer(home, path, { repair }, say, signal);
      if (json) printJson({ event: "summary", python });
      else print("The trainer is ready: `autodidact train --model <base>` tunes a model now.");
    });

  trainer
    .command("check")
    .description("say what it would train on")
    .action(async (_options, command: Command) => {
      const python = await findTrainer(home);
      if (python === undefined) {
        throw new UserError("The trainer's libraries are not installed.", "Run `autodidact trainer install`.");
      }
      const opened = openTrainer({ python, path: dirname(trainerPath), log: say }, home.cacheDir);
      const machine = await opened.check(signal);
      if (optionsOf(command).json) printJson({ event: "summary", python, ...machine });
      else print(`${machine.deviceName} (${machine.device}), torch ${machine.versions["torch"]}: ${python}`);
    });

  trainer
    .command("remove")
    .description("remove them, and what was downloaded for them")
    .action(async (_options, command: Command) => {
      await removeTrainer(home.cacheDir);
      if (optionsOf(command).json) printJson({ event: "summary", removed: trainerFolder(home.cacheDir) });
      else print("The trainer's libraries are removed.");
    });
}
