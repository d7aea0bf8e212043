-- Annotation files. `.conf` alone says too little, so annotation.conf goes by its name, and a .tsv by its first line.
vim.filetype.add({
  extension = {
    ann = 'brat',
    a1 = 'brat',
    a2 = 'brat',
    conllu = 'conllu',
    conllup = 'conllu',
    tsv = function(_, buffer)
      local first = vim.api.nvim_buf_get_lines(buffer, 0, 1, false)[1] or ''
      return vim.startswith(first, '#FORMAT=WebAnno TSV') and 'webanno' or 'tsv'
    end,
  },
  filename = { ['annotation.conf'] = 'bratconf' },
})
