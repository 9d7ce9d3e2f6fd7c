/** What each grant of `steadystate mcp` lets an agent do. */
export const grants = [
  { grant: "read", may: "look, and see what would be done; nothing is written but memory" },
  { grant: "author", may: "also write drafts, which nothing runs until a person vouches" },
  {
    grant: "write",
    may: "also mute, and ask for effects: inside the bound they run, all others wait",
  },
  { grant: "none of them", may: "approve, decline, reoffer: only people do" },
] as const;

/** What the program itself enforces on the way to an effect. Each is a row of docs/gate.md, with its test. */
export const holds = [
  "an effect is an action of the catalog, done to the finding's own thing at a committed target; no text of anybody becomes a command",
  "an offer is a digest of action, values, command, target, finding, the thing itself and the bound: where one moved, nothing runs",
  "a file of the policy that cannot be understood stops every effect",
  "agents and jobs never approve; who acts is told by the door, never by an argument",
  "in a freeze, where something is protected, and of what cannot be taken back: a person with the role breakglass, the name typed back, a reason, ten minutes",
  "each effect begins once, with its row in the audit before it; history --verify recomputes the chain",
  "it has helped only where a look does not show the finding any more; what did not help is taken back where that is inside the bound",
  "what runs gets PATH, HOME, LANG, the credential of its target and the variables that the target names, no standard input, and a deadline",
] as const;

export const ends = [
  "whoever has a shell and a credential here can go around all of this: the hard limit is the right of that credential",
  "whoever can commit can change the policy: review config.toml as code, and who is one person at two doors is two ids here",
  "whoever can write the state folder can delete the memory; the head of history --json, kept elsewhere, shows a dropped tail",
  "for a fence that holds: this server as the agent's only tool, no shell, and a credential in targets.json that may only do what the catalog does (steadystate actions); read only, where it shall only look",
] as const;
