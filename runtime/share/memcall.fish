# SPDX-License-Identifier: MIT
# Completion of memcall's command line for fish.  The commands, their flags and
# the words that a flag takes are the rows of the command's own tables.

function __memcall_commands
    memcall help --rows 2>/dev/null | awk -F '\t' '
        $1 == "command" { print $2 "\t" $4 }'
end

# Prints what may begin with a dash: flags; behind --FLAG= the words it takes.
function __memcall_flags
    set -l words (commandline -opc)
    set -l flag (string match -r -- '^--[^=]+(?==)' (commandline -ct))
    memcall help --rows 2>/dev/null | awk -F '\t' -v command="$words[2]" \
        -v flag="$flag" '
        $1 == "draws" && $2 == command { draws = 1 }
        $1 != "flag" || !($2 == command || $2 == "graph" && draws) { next }
        flag == "" && $5 == "" { print $4 "\t" $7 }
        flag == "" && $5 != "" { print $4 "=\t" $7 }
        flag == "" && $3 != "" { print $3 "\t" $7 }
        flag == $4 && $5 ~ /^[a-z|]+$/ {
            count = split($5, words, "|")
            for (i = 1; i <= count; i++)
                print flag "=" words[i]
        }'
    test -n "$flag"; or printf '%s\tprint help\n' --help -h
end

# True where a flag takes words of its own, and no file.
function __memcall_takes_words
    string match -qr -- '^--[^=]+=' (commandline -ct)
    and test (count (__memcall_flags)) -gt 0
end

function __memcall_words
    count (commandline -opc)
end

complete -c memcall -f -n 'test (__memcall_words) -eq 1' \
    -a '(__memcall_commands)'
complete -c memcall -f -n 'test (__memcall_words) -eq 1' \
    -a 'help\t"print what a command takes" version\t"print the version"'
complete -c memcall -n 'test (__memcall_words) -eq 1' -l help \
    -d 'print the commands'
complete -c memcall -n 'test (__memcall_words) -eq 1' -l version \
    -d 'print the version'
complete -c memcall -f \
    -n 'test (__memcall_words) -eq 2; and test (commandline -opc)[2] = help' \
    -a '(__memcall_commands)'
complete -c memcall -f -n __memcall_takes_words
complete -c memcall \
    -n 'test (__memcall_words) -gt 1; and not contains -- -- (commandline -opc)' \
    -a '(__memcall_flags)'
complete -c memcall \
    -n 'test (__memcall_words) -gt 2; and contains -- -- (commandline -opc)' \
    -a '(__fish_complete_subcommand --fcs-skip=(contains -i -- -- (commandline -opc)))'
