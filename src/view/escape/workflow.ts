/**
 * Breaks what the log reader of a CI service would take for a command of ours (`::error::`, `##[group]`, `##vso[…]`). It is
 * applied to the finished text, since wrapping may move any word to the start of a line.
 */
export const defuseWorkflowCommands = (text: string): string =>
  text.replace(atLineStart, "$1: :").replace(anywhere, "## $1[");

// Colour is skipped because a reader may strip it first. An IPv6 `::/0` is no command.
const atLineStart = /^((?:[^\S\n]|\u001b\[[0-9;]*m)*)::(?=[A-Za-z_][\w-]*(?:[^\S\n][^\n]*?)?::)/gm;
const anywhere = /##([A-Za-z]*)\[/g;
