# Completion of tedge for bash, and for zsh through its bashcompinit. Made by: tedge completions bash|zsh
# Nothing is started on TAB but sed, for the profiles: what there is to complete stands in the table below, one line each:
# command|kind|name|values|description, where the command * stands for all.

[ -z "${ZSH_VERSION-}" ] || { autoload -Uz compinit bashcompinit && compinit -u && bashcompinit; }

IFS= read -r -d '' _tedge_table <<'END_OF_TABLE'
@TABLE@
END_OF_TABLE

# Looks up a line of the command $path by kind and name; its values are then in REPLY.
_tedge_find() {
  local command kind name values text
  while IFS='|' read -r command kind name values text; do
    if [[ ($command == "$path" || $command == '*') && $kind == "$1" && $name == "$2" ]]; then
      REPLY=$values
      return 0
    fi
  done <<<"$_tedge_table"
  return 1
}

# The names of all lines of the command $path that are of one of these kinds, in REPLY.
_tedge_names() {
  local command kind name values text
  REPLY=
  while IFS='|' read -r command kind name values text; do
    if [[ ($command == "$path" || $command == '*') && " $* " == *" $kind "* ]]; then
      REPLY="$REPLY $name"
    fi
  done <<<"$_tedge_table"
}

# From both layouts of the configuration. Names that no profile can have are left out: compgen would run what stands in them.
_tedge_profiles() {
  local found name
  for found in "$directory"/mappers/aws.*; do
    name=${found##*/aws.}
    case $name in
      '' | *[!A-Za-z0-9_-]*) ;;
      *) [[ ! -d $found ]] || printf '%s\n' "$name" ;;
    esac
  done
  sed -n 's/^[[:space:]]*\[*[[:space:]]*aws\.profiles\.\([A-Za-z0-9_-]*\).*/\1/p' "$directory/tedge.toml"
}

_tedge_offer() {
  case $1 in
    file) _tedge_paths -f ;;
    directory) _tedge_paths -d ;;
    profile) COMPREPLY=($(compgen -W "$(_tedge_profiles 2>/dev/null)" -- "$word")) ;;
    key)
      _tedge_names key
      COMPREPLY=($(compgen -W "$REPLY" -- "$word"))
      ;;
    value)
      if _tedge_find key "$last"; then
        [[ $REPLY == file ]] && _tedge_paths -f || COMPREPLY=($(compgen -W "${REPLY//,/ }" -- "$word"))
      fi
      ;;
    *) COMPREPLY=($(compgen -W "${1//,/ }" -- "$word")) ;;
  esac
}

_tedge_paths() {
  local IFS=$'\n'
  COMPREPLY=($(compgen "$1" -- "$word"))
  [ -n "${ZSH_VERSION-}" ] || compopt -o filenames 2>/dev/null || :
}

_tedge() {
  local REPLY directory=${TEDGE_CONFIG_DIR:-/etc/tedge} word=${COMP_WORDS[COMP_CWORD]} path='' last='' values='' option=''
  local index=0 i current
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    current=${COMP_WORDS[i]}
    if [[ -n $option ]]; then
      if [[ $current != '=' ]]; then
        [[ $option != --config-dir ]] || directory=$current
        option=
      fi
    elif [[ $current == -* ]]; then
      if [[ $current != *=* ]] && _tedge_find option "$current"; then
        option=$current
        values=$REPLY
      fi
    elif _tedge_find command "$current"; then
      path="${path:+$path }$current"
    else
      last=$current
      index=$((index + 1))
    fi
  done
  [[ $word != '=' ]] || word=
  if [[ -n $option ]]; then
    _tedge_offer "$values"
  elif [[ $word == -* ]]; then
    _tedge_names option flag
    COMPREPLY=($(compgen -W "$REPLY" -- "$word"))
  elif _tedge_find argument "$index" || _tedge_find argument more; then
    _tedge_offer "$REPLY"
  elif ((index == 0)); then
    _tedge_names command
    COMPREPLY=($(compgen -W "$REPLY" -- "$word"))
  fi
}

complete -F _tedge tedge
