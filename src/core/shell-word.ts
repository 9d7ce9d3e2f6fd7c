/** One argument as a person types it into a shell: as it stands where that is safe, quoted otherwise. */
export const shellWord = (text: string): string =>
  /^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
