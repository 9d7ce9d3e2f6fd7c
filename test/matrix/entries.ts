export const goodCheck = {
  name: "login",
  workload: "web",
  read: { kind: "http", url: "http://127.0.0.1:9/" },
  emit: { severity: "high", title: "login does not answer" },
};

/** Written by the agent of the matrix, which may take nobody else's away. */
export const agentCheck = { ...goodCheck, name: "drafted", author: "mcp:test", proposed: true };

export const goodSolution = {
  name: "close-bucket",
  for: "not-yet-applied",
  author: "team",
  solution: { kind: "command", run: "true" },
};

/** Written by the agent of the matrix. */
export const agentSolution = { ...goodSolution, name: "drafted", author: "mcp:test", proposed: true };

/** A bucket of the good world, closed by hand after the look. */
export const closedName = "kept";
