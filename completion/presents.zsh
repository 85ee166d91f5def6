#compdef presents
# Completion of presents for zsh. In ~/.zshrc: source <(presents completion zsh); or a file _presents in a folder of $fpath
_presents() {
  local reply line
  local -a values abouts limit suffix program=(@PRESENTS@)
  (( $+commands[timeout] )) && limit=(timeout 3)
  reply="$($limit $program completion zsh -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" </dev/null 2>/dev/null)" || return 1
  case $reply in
    '') return 1 ;;
    files) compset -P '--*='; _files; return ;;
    open*) suffix=(-S '') ;;
  esac
  for line in "${(@f)${reply#*$'\n'}}"; do
    values+=("${line%%$'\t'*}")
    abouts+=("${line/$'\t'/  }")
  done
  compadd $suffix -l -d abouts -a -- values
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
if [[ $funcstack[1] = _presents ]]; then _presents "$@"; else compdef _presents presents; fi
