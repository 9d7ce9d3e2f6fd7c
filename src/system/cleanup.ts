type Callback = () => void;

/** Held by whoever registered, newest last; undone newest first, so that a child dies before its folder goes. */
const pending: Callback[] = [];
/** What a first interrupt of the terminal is told to, instead of ending the process. */
const gentle: Callback[] = [];
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
let standing = false;

/**
 * Runs `undo` (synchronous, must not throw for what is already gone) once when the process exits or is told to. Answers the
 * function that takes it back. Handlers stand only while something is registered.
 */
export const onEnd = (undo: Callback): Callback => {
  return registered(undo, pending);
};

/**
 * The first interrupt of the terminal runs `first` and ends nothing; the next one ends the process as ever. Answers the function
 * that takes it back.
 */
export const onInterrupt = (first: Callback): Callback => registered(first, gentle);

const registered = (callback: Callback, among: Callback[]): Callback => {
  install();
  among.push(callback);
  return () => {
    const at = among.indexOf(callback);
    if (at !== -1) among.splice(at, 1);
    if (pending.length === 0 && gentle.length === 0) uninstall();
  };
};

const install = (): void => {
  if (standing) return;
  standing = true;
  process.on("exit", cleanUp);
  for (const signal of signals) process.on(signal, interrupted);
};

const uninstall = (): void => {
  standing = false;
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

const interrupted = (signal: NodeJS.Signals): void => {
  const first = signal === "SIGINT" ? gentle.pop() : undefined;
  if (first !== undefined) {
    first();
    return;
  }
  cleanUp();
  process.exit(130);
};
