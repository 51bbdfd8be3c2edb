// Starts `dslint server` and shows how it is. Everything else is the server's work.

import {
  type ExtensionContext,
  LanguageStatusSeverity,
  type LanguageStatusItem,
  commands,
  extensions,
  languages,
  window,
  workspace,
} from "vscode";
import { LanguageClient, State, type WorkspaceEdit } from "vscode-languageclient/node";
import { findCommand, settingsFor } from "./start";

const LANGUAGES = ["yaml", "json", "jsonc", "plaintext", "markdown", "html"];
const SELECTOR = LANGUAGES.flatMap((language) =>
  ["file", "untitled"].map((scheme) => ({ language, scheme })),
);
const SETTINGS = [
  "profile", "select", "ignore", "extendSelect", "extendIgnore", "rules", "config", "isolated", "noIgnores",
  "baseline", "noBaseline", "asOf", "delay", "mostFiles", "rulePages",
];

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const status = languages.createLanguageStatusItem("dslint", SELECTOR);
  status.name = "dslint";
  status.command = { title: "Show the log", command: "dslint.showLog" };
  context.subscriptions.push(
    status,
    commands.registerCommand("dslint.restart", () => restart(status)),
    commands.registerCommand("dslint.showLog", () => client?.outputChannel.show()),
    commands.registerCommand("dslint.goToNextPlaceholder", goToNextPlaceholder),
    commands.registerCommand("dslint.ignoreWithReason", ignoreWithReason),
    workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("dslint.command")) {
        await restart(status);
      } else if (event.affectsConfiguration("dslint")) {
        await client?.sendNotification("workspace/didChangeConfiguration", { settings: { dslint: settings() } });
      }
    }),
    workspace.onDidGrantWorkspaceTrust(() => restart(status)),
  );
  await start(status);
}

export async function deactivate(): Promise<void> {
  await client?.dispose();
}

function settings(): Record<string, unknown> {
  const given = workspace.getConfiguration("dslint");
  return settingsFor(Object.fromEntries(SETTINGS.map((key) => [key, given.get(key)])));
}

/** The folder of the environment that the Python extension has chosen, if there is one. */
async function environment(): Promise<string | undefined> {
  const python = extensions.getExtension("ms-python.python");
  if (python === undefined) {
    return undefined;
  }
  try {
    const found = await python.activate();
    const path: unknown = found?.environments?.getActiveEnvironmentPath?.(workspace.workspaceFolders?.[0]?.uri)?.path;
    const chosen = typeof path === "string" ? await found.environments.resolveEnvironment(path) : undefined;
    const folder: unknown = chosen?.executable?.sysPrefix;
    return typeof folder === "string" ? folder : undefined;
  } catch {
    return undefined; // another version of that extension
  }
}

async function start(status: LanguageStatusItem): Promise<void> {
  const trusted = workspace.isTrusted;
  const folders = trusted ? (workspace.workspaceFolders ?? []).map((each) => each.uri.fsPath) : [];
  const given = workspace.getConfiguration("dslint").get<string[]>("command") ?? [];
  const command = findCommand(given, trusted ? await environment() : undefined, folders);
  show(status, "starting", `${command.program} ${command.arguments.join(" ")}`, true);
  const made = new LanguageClient(
    "dslint",
    "dslint",
    { command: command.program, args: command.arguments },
    { documentSelector: SELECTOR, initializationOptions: settings() },
  );
  client = made;
  made.onDidChangeState(({ newState }) => {
    if (newState === State.Running) {
      const version = made.initializeResult?.serverInfo?.version ?? "";
      show(status, version, `started as ${command.program}`, false);
    } else if (newState === State.Stopped && client === made) {
      fail(status, "the server stopped");
    }
  });
  try {
    await made.start();
  } catch (error) {
    fail(status, `${command.program} could not be started`);
    const choice = await window.showErrorMessage(
      `dslint could not be started: ${error}. Install it with: pip install 'dslint-agreements[editor]'`,
      "Open the Settings",
    );
    if (choice !== undefined) {
      await commands.executeCommand("workbench.action.openSettings", "dslint.command");
    }
  }
}

async function restart(status: LanguageStatusItem): Promise<void> {
  const old = client;
  client = undefined;
  try {
    await old?.dispose();
  } catch {
    // it had ended by itself
  }
  await start(status);
}

function show(status: LanguageStatusItem, text: string, detail: string, busy: boolean): void {
  status.text = `dslint ${text}`.trim();
  status.detail = detail;
  status.busy = busy;
  status.severity = LanguageStatusSeverity.Information;
}

function fail(status: LanguageStatusItem, why: string): void {
  show(status, "is not running", why, false);
  status.severity = LanguageStatusSeverity.Error;
}

async function goToNextPlaceholder(): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined || client === undefined) {
    return;
  }
  const { line, character } = editor.selection.active;
  const found = await client.sendRequest("workspace/executeCommand", {
    command: "dslint.nextPlaceholder",
    arguments: [client.code2ProtocolConverter.asUri(editor.document.uri), line, character],
  });
  if (found === null) {
    void window.showInformationMessage("No placeholder is left in this file.");
  }
}

/** Asks for the reason of an ignore, and writes it behind what the server would write. */
async function ignoreWithReason(edit: WorkspaceEdit): Promise<void> {
  const reason = await window.showInputBox({
    title: "Why do you accept this finding?",
    validateInput: (text) => (/[\p{L}\p{N}]/u.test(text) ? undefined : "An ignore needs a reason."),
  });
  if (reason === undefined || client === undefined) {
    return;
  }
  const changes = [...Object.values(edit.changes ?? {}), ...(edit.documentChanges ?? []).map((each) => ("edits" in each ? each.edits : []))];
  for (const each of changes.flat()) {
    if ("newText" in each) {
      each.newText += each.newText.startsWith("ignores:") || /\n *reason: $/.test(each.newText) ? JSON.stringify(reason) : reason;
    }
  }
  const converted = await client.protocol2CodeConverter.asWorkspaceEdit(edit);
  await workspace.applyEdit(converted);
}
