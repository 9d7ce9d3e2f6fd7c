/**
 * Untrusted text as one inert line: no escape sequence, control or invisible character is left in it. For a terminal, a pipe,
 * and as the first step of every other sink.
 */
export const oneLine = (text: string): string => {
  const lines = manyLines(text);
  return lines.includes("\n") ? lines.replace(/ *\n+ */g, " ") : lines;
};

/** The same, with line breaks of every kind kept as `\n`. */
export const manyLines = (text: string): string =>
  harmless.test(text)
    ? text
    : text
        .replace(lineBreak, "\n")
        .replace(sequence, "")
        .replace(invisible, "")
        .replace(loneSurrogate, "\uFFFD")
        .replaceAll("\t", "    ");

const harmless = /^[\n -~]*$/;

const lineBreak = /\r\n?|[\v\f\u0085\u2028\u2029]/g;

// Control sequences, then the string sequences (OSC and kin) when they end, then two-byte escapes, then what stands alone. The
// classes exclude each introducer, so that no input makes this slower than linear; a string without its end stays visible.
const sequence =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[P\]X^_]|[\u0090\u0098\u009d-\u009f])[^\u0000-\u0008\u000a-\u001f\u007f-\u009f]*(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-~]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

// Zero-width characters, bidirectional overrides, fillers, variation selectors and tags.
const invisible = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

const loneSurrogate = /\p{Surrogate}/gu;
