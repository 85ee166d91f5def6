# Completion of presents for fish. In ~/.config/fish/config.fish: presents completion fish | source
function __presents_complete
    set -l program @PRESENTS@
    set -l limit
    type -q timeout; and set limit timeout 3
    set -l before (commandline -opc)
    set -l current (commandline -ct | string unescape)
    set -l reply ($limit $program completion fish -- $before[2..-1] "$current" </dev/null 2>/dev/null)
    if test "$reply[1]" = files
        __fish_complete_path "$current"
    else
        string join \n -- $reply[2..-1]
    end
end
complete -c presents -f -a '(__presents_complete)'
