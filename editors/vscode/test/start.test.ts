import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { findCommand, settingsFor } from "../src/start";

const there = (...paths: string[]) => (path: string) => paths.includes(path.replaceAll("\\", "/"));

test("what the user says comes first", () => {
  const found = findCommand(["uv", "run", "dslint"], "/env", ["/project"], false, there("/env/bin/dslint"));
  deepEqual(found, { program: "uv", arguments: ["run", "dslint", "server"] });
});

test("then the environment that is chosen, then those of the folders, then the PATH", () => {
  const both = there("/env/bin/dslint", "/project/.venv/bin/dslint");
  equal(findCommand([], "/env", ["/project"], false, both).program, "/env/bin/dslint");
  equal(findCommand([], "/other", ["/project"], false, both).program, "/project/.venv/bin/dslint");
  equal(findCommand([""], undefined, ["/project"], false, there()).program, "dslint");
  const windows = findCommand([], "C:/env", [], true, there("C:/env/Scripts/dslint.exe"));
  equal(windows.program.replaceAll("\\", "/"), "C:/env/Scripts/dslint.exe");
});

test("what is empty is left to the configuration", () => {
  const given = { command: ["x"], profile: "", select: [], ignore: ["OPT"], isolated: false, delay: 0 };
  deepEqual(settingsFor(given), { ignore: ["OPT"], isolated: false, delay: 0, asksForReasons: true });
});
