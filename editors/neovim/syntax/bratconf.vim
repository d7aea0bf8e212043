" Vim syntax file
" Language: brat annotation.conf

if exists('b:current_syntax')
  finish
endif

syntax match bratconfComment /^\s*#.*$/
syntax match bratconfSection /^\s*\[[a-z]\+\]/
syntax match bratconfName /^\s*!\?\zs[^ \t#\[!]\+/
syntax match bratconfKey /\<[A-Za-z<>0-9_?*+-]\+\ze:/

highlight default link bratconfComment Comment
highlight default link bratconfSection Title
highlight default link bratconfName Type
highlight default link bratconfKey Label

let b:current_syntax = 'bratconf'
