type Callback = () => void;

/** Held by whoever registered, newest last; undone newest first, so that a child dies before its folder goes. */
const pending: Callback[] = [];
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs `undo` (synchronous, must not throw for what is already gone) once when the process exits or is told to. Answers the
 * function that takes it back. Handlers stand only while something is registered.
 */
export const onEnd = (undo: Callback): Callback => {
  if (pending.length === 0) install();
  pending.push(undo);
  return () => {
    const at = pending.indexOf(undo);
    if (at === -1) return;
    pending.splice(at, 1);
    if (pending.length === 0) uninstall();
  };
};

const install = (): void => {
  process.on("exit", cleanUp);
  for (const signal of signals) process.on(signal, interrupted);
};

const uninstall = (): void => {
  process.off("exit", cleanUp);
  for (const signal of signals) process.off(signal, interrupted);
};

const cleanUp = (): void => {
  for (let undo = pending.pop(); undo !== undefined; undo = pending.pop()) attempt(undo);
};

/** One failing undo must not keep the others from running; what it could not remove is said on the way out. */
const attempt = (undo: Callback): void => {
  try {
    undo();
  } catch (cause) {
    process.emitWarning(`clean-up failed: ${cause instanceof Error ? cause.message : "unknown reason"}`);
  }
};

const interrupted = (): void => {
  cleanUp();
  process.exit(130);
};
