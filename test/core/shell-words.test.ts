import { expect, test } from "vitest";
import { splitWords } from "../../src/core/shell-words.ts";

test.each([
  ["", []],
  ["  \n", []],
  ["a  b\tc", ["a", "b", "c"]],
  [`vault read -field=k 'secret/my app'`, ["vault", "read", "-field=k", "secret/my app"]],
  [`a"b c"'d e'f`, ["ab cd ef"]],
  [`"" ''`, ["", ""]],
  [`a\\ b \\"`, ["a b", '"']],
  [`"\\"\\\\\\$\\n"`, ['"\\$\\n']],
  [`'\\'`, ["\\"]],
  ["a|b; $HOME $(id) `id` *", ["a|b;", "$HOME", "$(id)", "`id`", "*"]],
])("%j is %j", (text, words) => {
  expect(splitWords(text)).toEqual({ ok: true, words });
});

test.each(["'a", 'b "c', `"a\\"`, "a\\", `"'`, `'"`])("%j is not whole", (text) => {
  expect(splitWords(text)).toMatchObject({ ok: false, why: expect.any(String) });
});
