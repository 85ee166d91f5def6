# Completion of presents for bash. In ~/.bashrc: source <(presents completion bash)
_presents() {
  local line="${COMP_LINE:0:COMP_POINT}" reply limit=() program=(@PRESENTS@)
  COMPREPLY=()
  type -P timeout >/dev/null && limit=(timeout 3)
  reply="$("${limit[@]}" "${program[@]}" completion bash -- "$COMP_WORDBREAKS" "$line" </dev/null 2>/dev/null)" || return 0
  case "$reply" in
    '') ;;
    files) compopt -o default 2>/dev/null ;;
    *)
      case "$reply" in open*) compopt -o nospace 2>/dev/null ;; esac
      mapfile -t COMPREPLY <<<"${reply#*$'\n'}"
      ;;
  esac
}
complete -F _presents presents
