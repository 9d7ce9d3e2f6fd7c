export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

// What the callback prints is data to each script: nothing of it is ever evaluated, and what is put on the line is quoted by
// the shell's own means.

const bash = `# bash completion for steadystate
_steadystate() {
  local -a words=() lines=()
  local cur="" kind line value word cut
  local index=0 i
  # bash splits at = and :, which belong to our words.
  for ((i = 1; i < \${#COMP_WORDS[@]}; i++)); do
    word=\${COMP_WORDS[i]}
    if ((i > 1)) && [[ \${#words[@]} -gt 0 && ( $word == [=:]* || \${words[\${#words[@]}-1]} == *[=:] ) && \${COMP_LINE} == *"\${words[\${#words[@]}-1]}$word"* ]]; then
      words[\${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    ((i == COMP_CWORD)) && index=$((\${#words[@]} - 1)) && cur=\${words[index]}
  done
  mapfile -t lines < <(command steadystate __complete bash "$index" "\${words[@]}" 2>/dev/null)
  kind=\${lines[0]:-words}
  COMPREPLY=()
  if [[ $kind == files ]]; then
    compopt -o default 2>/dev/null
    return 0
  fi
  # What stands in front of the last = or : is on the line already.
  cut=""
  [[ $cur == *[=:]* ]] && cut=\${cur%"\${cur##*[=:]}"}
  for line in "\${lines[@]:1}"; do
    value=\${line%%$'\\t'*}
    value=\${value#"$cut"}
    if [[ $value == *[!A-Za-z0-9._/@%+=:,-]* ]]; then
      # Inside an open quote another quoting would be wrong.
      [[ $cur == [\\"\\']* ]] && continue
      printf -v value %q "$value"
    fi
    COMPREPLY+=("$value")
  done
  if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *= ]]; then compopt -o nospace 2>/dev/null; fi
  return 0
}
complete -F _steadystate steadystate
`;

const zsh = `#compdef steadystate
_steadystate() {
  local -a lines values shown
  local line value
  lines=("\${(@f)$(command steadystate __complete zsh "$((CURRENT - 2))" "\${(@Q)words[2,-1]}" 2>/dev/null)}")
  if [[ "\${lines[1]}" == files ]]; then
    _files
    return
  fi
  for line in "\${(@)lines[2,-1]}"; do
    [[ -n "$line" ]] || continue
    value="\${line%%$'\\t'*}"
    values+=("$value")
    if [[ "$line" == *$'\\t'* ]]; then
      shown+=("$value  -- \${line#*$'\\t'}")
    else
      shown+=("$value")
    fi
  done
  (( \${#values} )) && compadd -l -d shown -a -- values
}
if [[ "\${funcstack[1]}" == _steadystate ]]; then
  _steadystate "$@"
else
  compdef _steadystate steadystate
fi
`;

const fish = `# fish completion for steadystate
function __steadystate_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l index (math (count $before) - 1)
    set -l lines (command steadystate __complete fish $index $before[2..-1] "$current" 2>/dev/null)
    if test "$lines[1]" = files
        __fish_complete_path $current
        return
    end
    for line in $lines[2..-1]
        printf '%s\\n' $line
    end
end
complete -c steadystate -f -a '(__steadystate_complete)'
`;

/** What a shell sources; everything else it asks steadystate for, so that it never falls behind. */
export const completionScripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };
