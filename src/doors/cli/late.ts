/** What only some lines need, loaded when they do: help and usage errors pay for none of it. */
export const late = {
  help: () => import("./help.ts"),
  plain: () => import("../../view/plain.ts"),
  markdown: () => import("../../view/markdown.ts"),
  json: () => import("../../view/json.ts"),
  complete: () => import("./complete.ts"),
  chat: () => import("../chat/repl.ts"),
  mcp: () => import("../mcp/index.ts"),
};
