import fc from "fast-check";

/** Text that tries to be more than text, at one sink or another. */
export const hostileTexts: readonly string[] = [
  "\u001b[31mred\u001b[0m and \u001b[2J\u001b[1;1Hwiped",
  "\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\",
  "\u001b]0;title\u0007 \u001b]52;c;ZXZpbA==\u0007",
  "\u009b31mC1\u009d0;x\u009c \u0090q\u001b\\ \u001bPq",
  "unfinished \u001b]8;;https://evil.example and the rest",
  "over\rwritten\b\b\b\u0007\u0000\u007f",
  "[/etc/nginx] [red]not red[/red] [error]",
  "@everyone @here <@123> <!channel> @org/team a@b.example",
  "<script>alert(1)</script><img src=x onerror=1> &lt;b&gt; &#64;here",
  "::error file=a.tf,line=1::boom",
  "  ::stop-commands::x\n::set-env name=A::b\n##[error]x ##vso[task.setvariable]y ##teamcity[z]",
  "safe \u202etxt.exe\u202c \u2066x\u2069 \u200bzero\u200dwidth\ufeff \u{e0041}tag",
  `${"x".repeat(10_000)} tail`,
  "`code` ```\nfence\n```` | pipe | \\| \\\\| ~~no~~ **bold** _it_ $x$ [a](https://evil.example) ![i](x)",
  "# heading\n- list\n1. number\n> quote\n---\n===\n| a | b |\n|---|---|",
  "</summary></details> <!-- --> ]]> {{x}} $(x) %0a",
  "#1 GH-2 https://evil.example www.evil.example",
  "\ud800 lone \udfff",
  "表形式の長い名前と emoji 🚀🔥 and e\u0301 combining",
];

const spicy = fc.constantFrom(
  ..."\u001b\u009b\u009d\u0090\u009c\u0007[]0;1m\\ \t\r\n\v\u2028\u202e\u200b@`|<>&#*_~:!()$.-+=".split(""),
  "::error::",
  "##[error]",
  "@here",
  "https://",
  "www.",
  "表",
  "🚀",
  "word",
  "1.",
);

export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.array(spicy, { maxLength: 40 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(...hostileTexts),
);
