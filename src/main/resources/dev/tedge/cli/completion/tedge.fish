# Completion of tedge for fish. Made by: tedge completions fish
# Nothing is started on TAB but sed, for the profiles: what there is to complete stands in the table below, one line each:
# command|kind|name|values|description, where the command * stands for all.

set -g __tedge_table (string split \n -- '@TABLE@')

# The lines of a command: [command] [kinds]
function __tedge_lines
    set -l command $argv[1]
    for line in $__tedge_table
        set -l cells (string split -m 4 '|' -- $line)
        if contains -- "$cells[1]" $command '*'; and contains -- $cells[2] $argv[2..-1]
            echo $line
        end
    end
end

# The values of a line, if there is one: [command] [kind] [name]
function __tedge_find
    for line in (__tedge_lines $argv[1] $argv[2])
        set -l cells (string split -m 4 '|' -- $line)
        if test "$cells[3]" = "$argv[3]"
            echo $cells[4]
            return 0
        end
    end
    return 1
end

function __tedge_names
    for line in (__tedge_lines $argv)
        set -l cells (string split -m 4 '|' -- $line)
        printf '%s\t%s\n' $cells[3] $cells[5]
    end
end

# From both layouts of the configuration.
function __tedge_profiles
    for found in (find $argv[1]/mappers -maxdepth 1 -type d -name 'aws.*' 2>/dev/null)
        string replace -f -r '^.*/aws\.([A-Za-z0-9_-]+)$' '$1' -- $found
    end
    sed -n 's/^[[:space:]]*\[*[[:space:]]*aws\.profiles\.\([A-Za-z0-9_-]*\).*/\1/p' $argv[1]/tedge.toml 2>/dev/null
end

# [values] [word] [directory] [argument before]
function __tedge_offer
    switch "$argv[1]"
        case file
            __fish_complete_path $argv[2]
        case directory
            __fish_complete_directories $argv[2]
        case profile
            __tedge_profiles $argv[3] | sort -u
        case key
            __tedge_names '' key
        case value
            set -l values (__tedge_find '' key "$argv[4]")
            test "$values" = file; and __fish_complete_path $argv[2]; or string split -n , -- $values
        case '*'
            string split -n , -- $argv[1]
    end
end

function __tedge_complete
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    set -l directory /etc/tedge
    test -n "$TEDGE_CONFIG_DIR"; and set directory $TEDGE_CONFIG_DIR
    set -l path ''
    set -l last ''
    set -l option ''
    set -l values ''
    set -l index 0
    for current in $words[2..-1]
        if test -n "$option"
            test "$option" = --config-dir; and set directory $current
            set option ''
        else if string match -q -- '-*' $current
            if not string match -q -- '*=*' $current; and set values (__tedge_find "$path" option $current)
                set option $current
            end
        else if __tedge_find "$path" command $current >/dev/null
            set path (string trim -- "$path $current")
        else
            set last $current
            set index (math $index + 1)
        end
    end
    if test -n "$option"
        __tedge_offer "$values" "$word" $directory "$last"
    else if string match -q -- '-*' $word
        __tedge_names "$path" option flag
    else if set values (__tedge_find "$path" argument $index; or __tedge_find "$path" argument more)
        __tedge_offer "$values" "$word" $directory "$last"
    else if test $index = 0
        __tedge_names "$path" command
    end
end

complete -c tedge -f -a '(__tedge_complete)'
