" Vim syntax file
" Language: the sheets that :Copydesk shows

if exists('b:current_syntax')
  finish
endif

syntax match copydeskHeading /^\S.*$/ contains=copydeskConflict
syntax match copydeskConflict /— in conflict$/ contained
syntax match copydeskPlace /[^ :()]\+\.\w\+:\d\+/
syntax match copydeskDay /\<\d\{4}-\d\d-\d\d\>/
syntax match copydeskDiffers /\<\(differs from\|altered\|truncated\)\>.*$/ contains=copydeskPlace
syntax match copydeskLater /superseded by .*$/

highlight default link copydeskHeading Title
highlight default link copydeskConflict WarningMsg
highlight default link copydeskPlace Underlined
highlight default link copydeskDay Number
highlight default link copydeskDiffers WarningMsg
highlight default link copydeskLater Comment

let b:current_syntax = 'copydesksheet'
