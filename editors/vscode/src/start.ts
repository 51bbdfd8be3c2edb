// How dslint is started: what the user says, the Python environment of the folder, or the PATH.

import { existsSync } from "node:fs";
import { join } from "node:path";

export type Command = { program: string; arguments: string[] };

/** Where a program of an environment lies. */
function inEnvironment(folder: string, windows: boolean): string[] {
  const places = windows ? [["Scripts", "dslint.exe"]] : [["bin", "dslint"]];
  return places.map((parts) => join(folder, ...parts));
}

/**
 * The first way to start dslint that there is. `environment` is the folder of the Python environment that is
 * chosen, `folders` are those that are open, which count only when they are trusted.
 */
export function findCommand(
  given: string[],
  environment: string | undefined,
  folders: string[],
  windows = process.platform === "win32",
  exists: (path: string) => boolean = existsSync,
): Command {
  const [program, ...more] = given;
  if (program !== undefined && program !== "") {
    return { program, arguments: [...more, "server"] };
  }
  const environments = [
    ...(environment === undefined ? [] : [environment]),
    ...folders.flatMap((folder) => [join(folder, ".venv"), join(folder, "venv")]),
  ];
  const found = environments.flatMap((each) => inEnvironment(each, windows)).find(exists);
  return { program: found ?? "dslint", arguments: ["server"] };
}

/** The settings as the server takes them: what is empty is left to the configuration of the folder. */
export function settingsFor(values: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(values).filter(
    ([key, value]) =>
      key !== "command" && value !== "" && value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return { ...Object.fromEntries(kept), asksForReasons: true };
}
