/** `skerry completion`: what a shell has to be told so that it asks `skerry complete`, which reads the table of commands. */
import type { Call, Ending } from "../call.ts";
import { exitCode } from "../exit-code.ts";
import { printJson } from "../print-json.ts";
import type { Shell } from "./shell.ts";

const bash = `# Completion of skerry for bash; load it with: source <(skerry completion bash)
_skerry() {
  local kind value description quoted=no files=no
  local -a words=()
  case \${COMP_WORDS[COMP_CWORD]} in \\'* | \\"*) quoted=yes ;; esac
  while IFS=$'\\t' read -r kind value description; do
    [[ $kind == word ]] || files=yes
    words+=("\${value%/}")
  done < <("$1" complete bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  COMPREPLY=()
  if [[ $files == yes ]]; then
    # Bash quotes by itself then, and goes on behind a folder.
    compopt -o filenames 2>/dev/null
    COMPREPLY=("\${words[@]}")
  elif [[ $quoted == yes ]]; then
    COMPREPLY=("\${words[@]}")
  else
    for value in "\${words[@]}"; do
      printf -v value %q "$value"
      COMPREPLY+=("$value")
    done
  fi
}
complete -F _skerry skerry
`;

const zsh = `#compdef skerry
# Completion of skerry for zsh; load it with: source <(skerry completion zsh)
# or write it to a file _skerry in a folder of $fpath.
_skerry() {
  local kind value description
  local -a described files folders
  while IFS=$'\\t' read -r kind value description; do
    case $kind in
      word) described+=("\${value//:/\\\\:}\${description:+:$description}") ;;
      file) files+=("$value") ;;
      folder) folders+=("$value") ;;
    esac
  done < <("\${(Q)words[1]}" complete zsh -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)
  (( \${#described} )) && _describe -t skerry skerry described
  (( \${#folders} )) && compadd -f -S '' -a folders
  (( \${#files} )) && compadd -f -a files
}
if [[ $funcstack[1] == _skerry ]]; then _skerry "$@"; else compdef _skerry skerry; fi
`;

const fish = `# Completion of skerry for fish; load it with: skerry completion fish | source
# or write it to ~/.config/fish/completions/skerry.fish
function __skerry_complete
    set -l words (commandline -opc)
    set -l last (commandline -ct | string unescape)
    $words[1] complete fish -- $words[2..-1] "$last" 2>/dev/null
end
complete -c skerry -f -a '(__skerry_complete)'
`;

const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };

/** Prints the script for a shell. */
export async function completion(call: Call, shell: Shell, options: { readonly json?: boolean }): Promise<Ending> {
  if (options.json === true) printJson(call.terminal, { ok: true, shell, script: scripts[shell] });
  else call.terminal.print(scripts[shell]);
  return exitCode.done;
}
