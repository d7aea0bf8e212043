" copydesk in Vim with ALE: source this from your vimrc. Vim 8.1 or 9, ALE 3.3 or later.

let g:copydesk_program = get(g:, 'copydesk_program', 'copydesk')

function! CopydeskRoot(buffer) abort
  let l:marker = ale#path#FindNearestFile(a:buffer, 'copydesk.toml')
  return !empty(l:marker) ? fnamemodify(l:marker, ':h') : fnamemodify(bufname(a:buffer), ':p:h')
endfunction

augroup copydesk
  autocmd!
  autocmd BufRead,BufNewFile *.ann,*.a1,*.a2 setlocal filetype=brat
  autocmd BufRead,BufNewFile *.conllu setlocal filetype=conllu
augroup END

for s:type in ['text', 'markdown', 'brat', 'conllu']
  call ale#linter#Define(s:type, {
  \   'name': 'copydesk',
  \   'lsp': 'stdio',
  \   'executable': {-> g:copydesk_program},
  \   'command': '%e lsp',
  \   'project_root': function('CopydeskRoot'),
  \ })
endfor

" ALE runs nothing on plain text unless told so; elsewhere copydesk joins what runs already.
let g:ale_linters = get(g:, 'ale_linters', {})
for s:type in ['text', 'markdown']
  if s:type is# 'text' || has_key(g:ale_linters, s:type)
    let g:ale_linters[s:type] = get(g:ale_linters, s:type, []) + ['copydesk']
  endif
endfor
